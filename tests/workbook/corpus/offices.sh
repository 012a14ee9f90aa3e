#!/bin/sh
# The corpus as LibreOffice and Gnumeric save it, from exceljs.xlsx beside this file:  offices.sh
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cp -- "$here/exceljs.xlsx" "$work/libreoffice.xlsx"
soffice -env:UserInstallation="file://$work/profile" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir "$work/out" "$work/libreoffice.xlsx" >/dev/null
cp -- "$work/out/libreoffice.xlsx" "$here/libreoffice.xlsx"
ssconvert --export-type=Gnumeric_Excel:xlsx2 "$here/exceljs.xlsx" "$here/gnumeric.xlsx"
