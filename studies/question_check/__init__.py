"""Looks at one interview question and says what may spoil the answer: deterministic, offline, no Django.

The rules and their severities follow Fitzpatrick, *The Mom Test*; Portigal, *Interviewing Users*; Torres, *Continuous
Discovery Habits*; and the switch interview of Moesta and Spiek. The triggers are this project's reading of them.
"""

from studies.question_check.engine import check
from studies.question_check.finding import Finding, RuleCode, Severity
from studies.question_check.rules import RULES, Rule

__all__ = ["RULES", "Finding", "Rule", "RuleCode", "Severity", "check"]
