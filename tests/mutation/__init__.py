"""Changes every number in every card by one unit and looks whether a test notices.

`python -m tests.mutation` changes all of them (a proof of `make prove`); `test_mutation.py` a sample of them.
A topic takes part by itself: every TOML file under kraamkring/packs is changed, and every test function in tests/spec,
tests/golden and tests/unit that asks for no fixture is run in memory. A test that only compares a printed page with its
source carries `@pytest.mark.printed`, and does not count: it would notice everything and prove nothing.
"""
