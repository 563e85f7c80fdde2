"""PARAMS -> the Max package in patches/max. Needs py2max (of the test extra); nothing else does."""
