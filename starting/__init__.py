"""What `start.py` is made of. Standard library only, and readable by old Pythons."""
