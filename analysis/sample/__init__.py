"""The sample study: a whole round about restaurants that stop counting stock. Everybody in it is invented."""

from analysis.sample.load import load_sample

__all__ = ["load_sample"]
