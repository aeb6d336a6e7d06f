"""Tests of the browser playground, without a browser."""
