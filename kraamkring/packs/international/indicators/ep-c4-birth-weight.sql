SELECT pregnancy, subject,
       coalesce(not_live, too_early, CASE WHEN weight_g IS NULL THEN 'weight unknown' END) AS left_out,
       CASE WHEN weight_g < 500 THEN 'under 500'
            WHEN weight_g < 1500 THEN '500-1499'
            WHEN weight_g < 2500 THEN '1500-2499'
            WHEN weight_g < 4000 THEN '2500-3999'
            ELSE '4000 and over' END AS category
FROM children
