SELECT pregnancy, subject, too_early AS left_out, mode AS category FROM children
