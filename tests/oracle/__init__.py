"""The oracle: what real uv would change, compared with what Lockstep says, on the same project."""
