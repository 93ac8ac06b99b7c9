"""Fixtures of the tests that build sites."""

from tests.site_fixtures import seed, seed_site

__all__ = ["seed", "seed_site"]
