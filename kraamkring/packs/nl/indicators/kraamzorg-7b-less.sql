SELECT pregnancy, subject, given < hours_indicated AS hit,
       coalesce(no_care, CASE WHEN hours_indicated IS NULL THEN 'hours unknown' END) AS left_out
FROM cared_for
