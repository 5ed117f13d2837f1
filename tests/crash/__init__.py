"""Power cuts, killed processes and full disks: a transaction leaves the old state or the new."""
