"""`python -m tests.architecture`: tell every fault against the house rules, and the longest functions."""

import sys

from tests.architecture import documented, rules


def main() -> int:
    """Print what is wrong; 1 when anything is."""
    faults = [fault for rule in (*rules.RULES, *documented.RULES) for fault in rule()]
    for fault in faults:
        print(fault)
    for n_lines, path, name in sorted(rules.long_functions(), reverse=True):
        print(f"(long: {path} {name} has {n_lines} lines, {rules.LINES_OF_FUNCTION} are plenty)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
