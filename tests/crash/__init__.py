"""Nothing is ever lost: power cuts, killed processes, full disks."""
