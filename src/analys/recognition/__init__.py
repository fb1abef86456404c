"""Recognition: what in a text points at somebody, however it is spelled: names, personnummer, classes."""
