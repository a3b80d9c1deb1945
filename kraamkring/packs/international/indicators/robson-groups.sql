SELECT pregnancy, subject, unborn AS left_out,
       CASE WHEN fetuses > 1 THEN '8'
            WHEN presentation = 'transverse' THEN '9'
            WHEN presentation = 'breech' AND earlier_births = 0 THEN '6'
            WHEN presentation = 'breech' AND earlier_births > 0 THEN '7'
            WHEN presentation = 'cephalic' AND gestation_days < 259 THEN '10'
            WHEN presentation IS NULL OR presentation <> 'cephalic' OR gestation_days IS NULL
              OR earlier_births IS NULL THEN 'not classified'
            WHEN earlier_births > 0 AND previous_caesarean THEN '5'
            WHEN earlier_births > 0 AND previous_caesarean IS NULL THEN 'not classified'
            WHEN onset = 'spontaneous' THEN CASE WHEN earlier_births = 0 THEN '1' ELSE '3' END
            WHEN onset = 'induced' THEN CASE WHEN earlier_births = 0 THEN '2a' ELSE '4a' END
            WHEN onset = 'prelabour_caesarean' THEN CASE WHEN earlier_births = 0 THEN '2b' ELSE '4b' END
            ELSE 'not classified' END AS category
FROM mothers
