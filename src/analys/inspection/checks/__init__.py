"""What is looked for, one kind a module. Every module has `check(material, subject)`; see `registry`."""
