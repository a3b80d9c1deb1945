SELECT pregnancy, subject, too_early AS left_out, outcome = 'stillborn' AS hit FROM children
