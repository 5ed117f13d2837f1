"""The oracle: what real uv would change, against what Lockstep says, on the same real project.

LOCKSTEP_TEST_UV names another uv, LOCKSTEP_CACHE another cache (with a warm one no network is
asked), LOCKSTEP_SEED repeats the random pairs of a run, LOCKSTEP_ORACLE_COUNT makes more.
"""
