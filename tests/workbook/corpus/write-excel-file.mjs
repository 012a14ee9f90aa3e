// The corpus as write-excel-file saves it: typed cells, a format a cell. `npm install write-excel-file`, then
//     node write-excel-file.mjs write-excel-file.xlsx
import writeXlsxFile from "write-excel-file/node";

const text = (value) => ({ value, type: String });
const number = (value, format) => ({ value, type: Number, format });
const day = (value) => ({ value: new Date(value + "T00:00:00Z"), type: Date, format: "yyyy-mm-dd" });
const yes = (value) => ({ value, type: Boolean });

const head = [["名称", "填写"].map(text), [text("标题"), text("地块")], [text("基准日"), day("2021-06-30")], [text("政策包"), text("law")],
              [text("预算（万元）"), number(100)]];
const rows = [
  ["编号", "所在镇街", "用途", "面积（m2）", "单价（元/m2）", "份额（%）", "期数", "闲置", "开工", "备注"].map(text),
  [text("A1"), text("东城"), text("商铺"), number(1234.5), number(4.6), number(0.62, "0%"), number(2), yes(false), day("2016-06-01"), text("甲")],
  [text("A2"), text("南城"), text("厂房"), number(800), number(1150), number(1, "0.00%"), number(1), yes(true), null, text("两段")],
  [text("007"), text("西城"), text("住宅"), number(0.1 + 0.2), number(7), number(0.29, "0%"), number(1), text("否"), day("2020-12-31"), text("多\n行")],
];
await writeXlsxFile([{ data: head, sheet: "情景" }, { data: rows, sheet: "地块" }]).toFile(process.argv[2]);
