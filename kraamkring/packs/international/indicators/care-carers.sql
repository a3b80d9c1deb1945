SELECT pregnancy, subject, no_care AS left_out, carers AS amount FROM cared_for
