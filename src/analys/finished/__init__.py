"""Finished reports, read back from their folders: manifest, files, cells, and what they were made of.

A report's folder can come from anywhere: by mail, from an archive, from somebody who wants harm. Nothing in
it is believed that its manifest does not vouch for, and nothing in the manifest that has another form than
the program writes. Nothing here reads outside the folder.
"""

from analys.finished.files import Files, check_files, list_files
from analys.finished.grounds import Grounds, compare_grounds
from analys.finished.manifest import Manifest, find_home, read_manifest
from analys.finished.report import Report, load_report

__all__ = [
    "Files",
    "Grounds",
    "Manifest",
    "Report",
    "check_files",
    "compare_grounds",
    "find_home",
    "list_files",
    "load_report",
    "read_manifest",
]
