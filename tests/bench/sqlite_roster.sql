-- W1 in SQLite, which has no decimal type: amounts as whole fen (64 bits), as a careful user would do it.
-- Run in the folder of roster.csv; writes rows.csv and totals.csv there.
.bail on
.mode csv
CREATE TABLE roster (id TEXT, city TEXT, category TEXT, year INTEGER, taxable_income TEXT, tax_paid TEXT);
.import --skip 1 roster.csv roster

CREATE TABLE subsidies AS
WITH
facts AS
(
    SELECT id, city, year, category, CAST(replace(taxable_income, '.', '') AS INTEGER) AS income, CAST(replace(tax_paid, '.', '') AS INTEGER) AS tax_paid
    FROM roster
),
excesses AS
(
    SELECT id, city, year,
        CASE WHEN category <> 'other' AND year BETWEEN 2019 AND 2027
                AND city IN ('guangzhou', 'shenzhen', 'zhuhai', 'foshan', 'huizhou', 'dongguan', 'zhongshan', 'jiangmen', 'zhaoqing')
            THEN max(0, tax_paid * 100 - income * 15) END AS excess
    FROM facts
)
SELECT id, city,
    (CASE WHEN year >= 2021 THEN min(excess, 50000000000) ELSE excess END + 50) / 100 AS fen
FROM excesses;

.headers on
.separator , "\n"
.output rows.csv
SELECT id, CASE WHEN fen IS NOT NULL THEN printf('%d.%02d', fen / 100, fen % 100) END AS talent_subsidy FROM subsidies ORDER BY rowid;
.output totals.csv
SELECT city, count(fen) AS talents, printf('%d.%02d', sum(fen) / 100, sum(fen) % 100) AS talent_subsidy
FROM subsidies WHERE fen IS NOT NULL GROUP BY city ORDER BY city;
