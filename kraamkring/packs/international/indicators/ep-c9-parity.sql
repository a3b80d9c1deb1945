SELECT pregnancy, subject,
       coalesce(unborn, CASE WHEN earlier_births IS NULL THEN 'parity unknown' END) AS left_out,
       CASE WHEN earlier_births >= 3 THEN '3 and more'
            ELSE CAST(earlier_births AS VARCHAR(10)) END AS category
FROM mothers
