SELECT pregnancy, subject, no_care AS left_out, given AS amount FROM cared_for
