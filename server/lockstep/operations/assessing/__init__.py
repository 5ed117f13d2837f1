"""What a sync does and whether it is done: uv decides, and Lockstep's own check finds the files."""
