SELECT pregnancy, subject, visits IS NOT NULL AS hit,
       coalesce(unborn, CASE WHEN home_minute IS NULL THEN 'not gone home'
                             WHEN watched_days < 42 AND watched_days * 1440 < home_minute + 2880
                             THEN 'not yet 24 hours' END) AS left_out
FROM mothers
LEFT JOIN first_stays USING (pregnancy, subject)
LEFT JOIN (
    SELECT pregnancy, count(*) AS visits FROM contacts JOIN first_stays USING (pregnancy)
    WHERE subject = 'mother' AND kind = 'home_visit' AND held
      AND minute BETWEEN home_minute AND home_minute + 1440 GROUP BY pregnancy
) soon USING (pregnancy)
