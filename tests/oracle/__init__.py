"""The oracle: the changes that real uv plans, compared with Lockstep's, on real projects.

LOCKSTEP_TEST_UV selects another uv, LOCKSTEP_CACHE another cache (with a warm one no network is
used), LOCKSTEP_SEED repeats the random cases of a run, and LOCKSTEP_ORACLE_COUNT sets their number.
"""
