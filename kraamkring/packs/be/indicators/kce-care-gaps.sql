SELECT pregnancy, subject, coalesce(many, 0) AS amount, watched_days AS out_of,
       coalesce(unborn, CASE WHEN watched_days = 0 THEN 'not yet a day' END) AS left_out
FROM mothers
LEFT JOIN (
    SELECT pregnancy, count(*) AS many FROM gaps WHERE day BETWEEN 0 AND 41 GROUP BY pregnancy
) found USING (pregnancy)
