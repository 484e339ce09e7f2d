import type { ThemeConfig } from "antd";

const text = "#1c2333";
/** Readable (4.5 : 1) on white and on the page's ground; Ant Design's own greys are not. */
const quiet = "#5a6376";

export const theme: ThemeConfig = {
  token: {
    colorPrimary: "#2f54d6",
    // Lighter, as it would be by itself, white on it could not be read.
    colorPrimaryHover: "#2545b4",
    colorPrimaryActive: "#1d3791",
    colorInfo: "#2f54d6",
    colorLink: "#2f54d6",
    colorSuccess: "#1a7f4b",
    colorWarning: "#b35c00",
    colorWarningBg: "#fff8ea",
    colorWarningBorder: "#f2d6a2",
    colorError: "#c9302c",
    colorSuccessBg: "#eefaf3",
    colorSuccessBorder: "#b5e0c7",
    colorErrorBg: "#fdf2f1",
    colorErrorBorder: "#f1c3c0",
    colorTextBase: text,
    colorTextSecondary: quiet,
    colorTextTertiary: quiet,
    colorTextDescription: quiet,
    colorTextPlaceholder: "#6b7485",
    colorBorder: "#cfd5df",
    colorBorderSecondary: "#e6e9ef",
    colorBgLayout: "#f5f6f9",
    borderRadius: 8,
    fontSize: 14,
    controlHeight: 36,
    fontFamily:
      'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
    fontFamilyCode: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
    boxShadowTertiary: "none",
  },
  components: {
    Card: { headerFontSize: 15, headerHeight: 52 },
    Table: {
      headerBg: "#fafbfc",
      headerColor: quiet,
      headerSplitColor: "transparent",
      cellPaddingBlock: 12,
      cellPaddingInline: 12,
    },
    Form: { itemMarginBottom: 20, verticalLabelPadding: "0 0 6px" },
    Statistic: { contentFontSize: 26, titleFontSize: 13 },
    Descriptions: { labelColor: quiet },
  },
};
