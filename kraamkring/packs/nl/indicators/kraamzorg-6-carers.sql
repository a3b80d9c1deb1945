SELECT pregnancy, subject, no_care AS left_out, carers <= 2 AS hit FROM cared_for
