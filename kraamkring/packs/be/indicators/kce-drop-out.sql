SELECT pregnancy, subject, coalesce(last_missed > coalesce(last_held, -1), FALSE) AS hit,
       coalesce(unborn, CASE WHEN watched_days < 42 THEN 'not yet six weeks'
                             WHEN planned IS NULL THEN 'no contact' END) AS left_out
FROM mothers
LEFT JOIN (
    SELECT pregnancy, count(*) AS planned, max(CASE WHEN held THEN minute END) AS last_held,
           max(CASE WHEN NOT held THEN minute END) AS last_missed
    FROM contacts WHERE day BETWEEN 0 AND 41 GROUP BY pregnancy
) seen USING (pregnancy)
