"""A colleague does a carer's work for a time: asking, answering, ending."""
