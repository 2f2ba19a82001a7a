"""A learner's own record of learning, to read, to keep and to hand in."""
