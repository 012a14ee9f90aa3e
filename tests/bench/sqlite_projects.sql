-- W2 in SQLite: amounts as whole fractions of a fen (64 bits). The top-up after a transition needs more: its
-- remaining-term factor is a text of 40 digits and goes through the shell's decimal_mul, which has no division.
-- Run in the folder of projects.csv and parcels.csv; writes rows.csv and totals.csv there.
.bail on
.mode csv
CREATE TABLE projects
(
    id TEXT, conversion TEXT, supply TEXT, zone TEXT, collective_land TEXT, before_use TEXT, after_use TEXT, lawful_land TEXT,
    appraised_plot_price TEXT, benchmark_price TEXT, new_construction_fee TEXT, requisition_compensation TEXT, taxes_and_fees TEXT,
    far_before TEXT, far_after TEXT, floor_price_before TEXT, floor_price_after TEXT, term_extended TEXT,
    transition_approved TEXT, supported_industry TEXT, transfer_on TEXT, in_allocation_catalogue TEXT, must_regrant TEXT,
    old_use_price TEXT, new_use_price TEXT, term_ends TEXT
);
CREATE TABLE parcels (project TEXT PRIMARY KEY, id TEXT, area TEXT, covered_area TEXT, in_use_since TEXT);
.import --skip 1 projects.csv projects
.import --skip 1 parcels.csv parcels

-- (1 - 1.08^-m) / (1 - 1.08^-n) = 1.08^(n - m + 30) × (1.08^m - 1) × inverse, where inverse = 1 / (1.08^30 × (1.08^n - 1))
CREATE TABLE powers AS
WITH RECURSIVE growth (years, power) AS
(
    SELECT 0, '1' UNION ALL SELECT years + 1, decimal_mul(power, '1.08') FROM growth WHERE years < 100
)
SELECT years, power FROM growth;
CREATE TABLE full_terms (full_term INTEGER, inverse TEXT);
INSERT INTO full_terms VALUES
    (40, '0.004795156914245119005442621959119514484466815786871656282674'),
    (50, '0.002165007438925064563783605324127326702368431427442601991163'),
    (70, '0.000456683856056795215466628849399427535048957671585318080907');
CREATE TABLE factors (remaining INTEGER, full_term INTEGER, factor TEXT, PRIMARY KEY (remaining, full_term));
INSERT INTO factors
SELECT reached.years, full_term, substr(decimal_mul(decimal_mul(more.power, decimal_sub(reached.power, '1')), inverse), 1, 42)
FROM powers AS reached CROSS JOIN full_terms JOIN powers AS more ON more.years = full_term - reached.years + 30
WHERE reached.years <= 70;

CREATE TABLE facts AS
SELECT projects.id, conversion, supply, before_use, after_use, lawful_land, transition_approved,
    CAST(replace(area, '.', '') AS INTEGER) AS land,
    supply = 'agreement' AND collective_land = 'true' AND before_use = 'industrial' AND in_use_since <= '2009-12-31'
        AND CAST(replace(area, '.', '') AS INTEGER) >= 2000000
        AND (CAST(replace(covered_area, '.', '') AS INTEGER) * 100 >= CAST(replace(area, '.', '') AS INTEGER) * 30
             OR after_use IN ('education', 'medical', 'elderly_care', 'sport')) AS negotiated,
    CAST(replace(appraised_plot_price, '.', '') AS INTEGER) AS appraised,
    CASE WHEN benchmark_price <> '' THEN CAST(replace(benchmark_price, '.', '') AS INTEGER) END AS benchmark,
    CAST(replace(new_construction_fee, '.', '') AS INTEGER) + CAST(replace(requisition_compensation, '.', '') AS INTEGER)
        + CAST(replace(taxes_and_fees, '.', '') AS INTEGER) AS fees,
    supply = 'retained' AND NOT (transition_approved <> '' AND lawful_land = 'true' AND before_use = 'industrial' AND supported_industry = 'true') AND far_before <> '' AND far_after <> '' AS pays_premium,
    CAST(replace(far_before, '.', '') AS INTEGER) AS before_ratio, CAST(replace(far_after, '.', '') AS INTEGER) AS after_ratio,
    CAST(replace(floor_price_after, '.', '') AS INTEGER) AS price_after,
    CASE WHEN before_use = after_use THEN CAST(replace(floor_price_after, '.', '') AS INTEGER)
        ELSE CAST(replace(floor_price_before, '.', '') AS INTEGER) END AS price_before,
    term_extended, in_allocation_catalogue, term_ends,
    transition_approved <> '' AND lawful_land = 'true' AND before_use = 'industrial' AND supported_industry = 'true' AND must_regrant = 'false' AS topped_up,
    CASE WHEN transition_approved <> '' THEN
        min((substr(transition_approved, 1, 4) + 5) || replace(substr(transition_approved, 5), '-02-29', '-02-28'),
            CASE WHEN transfer_on = '' THEN '9999' ELSE transfer_on END) END AS transition_end,
    CAST(replace(old_use_price, '.', '') AS INTEGER) AS old_price, CAST(replace(new_use_price, '.', '') AS INTEGER) AS new_price
FROM projects JOIN parcels ON parcels.project = projects.id
ORDER BY projects.rowid;

CREATE TABLE terms AS
SELECT *, topped_up AND transition_end <= '2027-06-30' AS due,
    substr(term_ends, 1, 4) - substr(transition_end, 1, 4)
        - (CASE WHEN substr(transition_end, 5) = '-02-29' AND substr(term_ends, 1, 4) % 4 <> 0 THEN '-02-28' ELSE substr(transition_end, 5) END
           > substr(term_ends, 5)) AS remaining,
    CASE after_use WHEN 'residential' THEN 70 WHEN 'commercial' THEN 40 ELSE 50 END AS new_term,
    CASE before_use WHEN 'residential' THEN 70 WHEN 'commercial' THEN 40 ELSE 50 END AS old_term
FROM facts ORDER BY rowid;

-- price in 1/10,000 fen, top-up in whole 1/100 fen
CREATE TABLE amounts AS
SELECT terms.id, conversion,
    CASE WHEN negotiated THEN max(appraised * land * 100, fees * 10000, coalesce(benchmark * land * 70, 0)) END AS price,
    CASE WHEN NOT pays_premium THEN NULL
        WHEN lawful_land = 'true' AND before_use = 'industrial' AND after_use = 'industrial' AND after_ratio > before_ratio
            AND term_extended = 'false' THEN 0
        ELSE (land * max(0, price_after * after_ratio - price_before * before_ratio) + 5000) / 10000 END AS premium,
    CASE WHEN NOT due THEN NULL WHEN in_allocation_catalogue = 'true' THEN 0
        ELSE (max(0, CAST(decimal_sub(decimal_mul(land * new_price, new_factor.factor), decimal_mul(land * old_price, old_factor.factor)) AS INTEGER)) + 50) / 100
        END AS top_up_due
FROM terms
LEFT JOIN factors AS new_factor ON due AND new_factor.remaining = terms.remaining AND new_factor.full_term = new_term
LEFT JOIN factors AS old_factor ON due AND old_factor.remaining = terms.remaining AND old_factor.full_term = old_term
ORDER BY terms.rowid;

CREATE TABLE posted AS
SELECT id, conversion,
    CASE WHEN price > 0 THEN (price * 3 + 500000) / 1000000 END AS deed_tax,
    CASE WHEN price > 0 THEN (price * 5 + 50000000) / 100000000 END AS stamp_duty,
    (price + 5000) / 10000 AS price_due, premium, top_up_due
FROM amounts ORDER BY rowid;

.headers on
.separator , "\n"
.output rows.csv
SELECT id,
    CASE WHEN deed_tax IS NOT NULL THEN printf('%d.%02d', deed_tax / 100, deed_tax % 100) END AS deed_tax,
    CASE WHEN stamp_duty IS NOT NULL THEN printf('%d.%02d', stamp_duty / 100, stamp_duty % 100) END AS stamp_duty,
    CASE WHEN price_due IS NOT NULL THEN printf('%d.%02d', price_due / 100, price_due % 100) END AS price_due,
    CASE WHEN premium IS NOT NULL THEN printf('%d.%02d', premium / 100, premium % 100) END AS premium,
    CASE WHEN top_up_due IS NOT NULL THEN printf('%d.%02d', top_up_due / 100, top_up_due % 100) END AS top_up_due
FROM posted ORDER BY rowid;
.output totals.csv
SELECT conversion, count(*) AS projects,
    printf('%d.%02d', sum(deed_tax) / 100, sum(deed_tax) % 100) AS deed_tax,
    printf('%d.%02d', sum(stamp_duty) / 100, sum(stamp_duty) % 100) AS stamp_duty,
    printf('%d.%02d', sum(price_due) / 100, sum(price_due) % 100) AS price_due,
    printf('%d.%02d', sum(premium) / 100, sum(premium) % 100) AS premium,
    printf('%d.%02d', sum(top_up_due) / 100, sum(top_up_due) % 100) AS top_up_due
FROM posted GROUP BY conversion ORDER BY conversion;
