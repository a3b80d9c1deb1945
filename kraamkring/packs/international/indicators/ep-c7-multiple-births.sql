SELECT pregnancy, subject, unborn AS left_out,
       CASE WHEN fetuses = 1 THEN '1'
            WHEN fetuses = 2 THEN '2'
            ELSE '3 and more' END AS category
FROM mothers
