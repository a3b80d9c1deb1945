SELECT pregnancy, subject, checks IS NOT NULL AS hit,
       coalesce(unborn, CASE WHEN living IS NULL THEN 'no living child'
                             WHEN watched_days <= 10 THEN 'not yet day 10' END) AS left_out
FROM mothers
LEFT JOIN (
    SELECT pregnancy, count(*) AS living FROM children
    WHERE not_live IS NULL AND (death_day IS NULL OR death_day > 10) GROUP BY pregnancy
) alive USING (pregnancy)
LEFT JOIN (
    SELECT pregnancy, count(*) AS checks FROM contacts
    WHERE kind = 'paediatric_check' AND held AND day BETWEEN 7 AND 10 GROUP BY pregnancy
) seen USING (pregnancy)
