SELECT pregnancy, subject, coalesce(back_minute < 40320, FALSE) AS hit,
       CASE WHEN home_minute < 2880 THEN 'under 48 h'
            WHEN home_minute < 4320 THEN '48-71 h'
            WHEN home_minute < 5760 THEN '72-95 h'
            ELSE '96 h and over' END AS category,
       coalesce(unborn, CASE WHEN home_minute IS NULL THEN 'not gone home'
                             WHEN home_minute >= 40320 THEN 'home after 28 days'
                             WHEN watched_days < 28 THEN 'not yet 28 days' END) AS left_out
FROM mothers LEFT JOIN first_stays USING (pregnancy, subject)
