SELECT pregnancy, subject, coalesce(not_live, too_early) AS left_out,
       CASE WHEN gestation_days < 196 THEN '22-27'
            WHEN gestation_days < 224 THEN '28-31'
            WHEN gestation_days < 259 THEN '32-36'
            WHEN gestation_days < 294 THEN '37-41'
            ELSE '42 and over' END AS category
FROM children
