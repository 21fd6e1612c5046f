"""Tests of tasks, clocks, notices and mail."""
