SELECT pregnancy, subject, hours_indicated AS amount,
       coalesce(unborn, CASE WHEN hours_indicated IS NULL THEN 'hours unknown' END) AS left_out
FROM mothers
