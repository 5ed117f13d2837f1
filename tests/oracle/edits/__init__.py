"""What people do to a manifest after its lockfile was written."""
