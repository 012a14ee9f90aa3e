// The corpus as exceljs saves it: numbers, shares, dates, runs, formulas with their values, booleans. `npm install exceljs`, then
//     node exceljs.mjs exceljs.xlsx
import ExcelJS from "exceljs";

const book = new ExcelJS.Workbook();
book.created = book.modified = new Date(Date.UTC(2021, 0, 1));

const head = book.addWorksheet("情景");
head.addRows([["名称", "填写"], ["标题", "地块"], ["基准日", new Date(Date.UTC(2021, 5, 30))], ["政策包", "law"], ["预算（万元）", 100]]);
head.getCell("B3").numFmt = "yyyy-mm-dd";

const sheet = book.addWorksheet("地块", { views: [{ state: "frozen", ySplit: 1 }] });
sheet.addRow(["编号", "所在镇街", "用途", "面积（m2）", "单价（元/m2）", "份额（%）", "期数", "闲置", "开工", "备注"]);
sheet.addRow(["A1", { richText: [{ text: "东" }, { font: { bold: true }, text: "城" }] }, "商铺", 1234.5, { formula: "4.5+0.1", result: 4.6 }, 0.62, 2,
              false, new Date(Date.UTC(2016, 5, 1)), "甲"]);
sheet.addRow(["A2", "南城", "厂房", { formula: "D2-434.5", result: 800 }, 1150, 1, 1, true, null, { richText: [{ text: "两" }, { text: "段" }] }]);
sheet.addRow(["007", "西城", "住宅", { formula: "0.1+0.2", result: 0.30000000000000004 }, 7, 0.29, 1, "否", new Date(Date.UTC(2020, 11, 31)), "多\n行"]);
sheet.getColumn(6).numFmt = "0%";
sheet.getColumn(9).numFmt = "yyyy\"年\"m\"月\"d\"日\"";
sheet.getCell("F1").numFmt = sheet.getCell("I1").numFmt = "General";
sheet.getCell("A4").numFmt = "@";
await book.xlsx.writeFile(process.argv[2]);
