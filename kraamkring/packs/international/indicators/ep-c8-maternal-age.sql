SELECT pregnancy, subject,
       coalesce(unborn, CASE WHEN mother_age IS NULL THEN 'age unknown' END) AS left_out,
       CASE WHEN mother_age < 20 THEN 'under 20'
            WHEN mother_age < 25 THEN '20-24'
            WHEN mother_age < 30 THEN '25-29'
            WHEN mother_age < 35 THEN '30-34'
            WHEN mother_age < 40 THEN '35-39'
            ELSE '40 and over' END AS category
FROM mothers
