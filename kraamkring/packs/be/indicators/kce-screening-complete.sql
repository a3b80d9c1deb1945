SELECT pregnancy, subject, coalesce(done, 0) = 2 AS hit,
       coalesce(not_live, CASE WHEN death_day < 28 THEN 'died'
                               WHEN watched_days < 42 THEN 'not yet six weeks'
                               WHEN coalesce(done, 0) < 2 AND refusals > 0 THEN 'refused' END) AS left_out
FROM children
LEFT JOIN (
    SELECT pregnancy, slot AS subject, count(DISTINCT CASE WHEN outcome = 'done' THEN screening END) AS done,
           sum(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END) AS refusals
    FROM screenings GROUP BY pregnancy, slot
) found USING (pregnancy, subject)
