-- W1 in PostgreSQL's numeric. psql runs it in the folder of roster.csv; writes rows.csv and totals.csv there.
\set ON_ERROR_STOP on
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE roster (id text, city text, category text, year integer, taxable_income numeric, tax_paid numeric);
\copy roster FROM 'roster.csv' (FORMAT csv, HEADER)

CREATE TEMP TABLE subsidies AS
SELECT id, city, round(CASE WHEN year >= 2021 AND excess > 5000000 THEN 5000000 ELSE excess END, 2) AS talent_subsidy
FROM roster
LEFT JOIN LATERAL
(
    SELECT greatest(0, tax_paid - taxable_income * 0.15) AS excess
    WHERE category <> 'other' AND year BETWEEN 2019 AND 2027
        AND city IN ('guangzhou', 'shenzhen', 'zhuhai', 'foshan', 'huizhou', 'dongguan', 'zhongshan', 'jiangmen', 'zhaoqing')
) AS computed ON true;

\copy (SELECT id, talent_subsidy FROM subsidies ORDER BY id COLLATE "C") TO 'rows.csv' (FORMAT csv, HEADER)
\copy (SELECT city, count(*) AS talents, sum(talent_subsidy) AS talent_subsidy FROM subsidies WHERE talent_subsidy IS NOT NULL GROUP BY city ORDER BY city COLLATE "C") TO 'totals.csv' (FORMAT csv, HEADER)
