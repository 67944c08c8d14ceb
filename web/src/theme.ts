/**
 * The look of the dashboard in one place: colours, type scale, spacing, radius and shadows. Components use Mantine's
 * keys or the `--rb-*` variables defined here; no other file names a colour.
 *
 * Pine is ours, apricot asks for attention, brick says something failed, slate is for what only watches (shadow), plum
 * is counsel. Text pairs meet WCAG AA on the surfaces they are used on, in both schemes (checked by the e2e suite).
 */
import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Modal,
  Paper,
  Select,
  TextInput,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const pine: MantineColorsTuple = [
  '#edf6f2', '#d9ebe3', '#b3d6c7', '#8abfa9', '#63a78d', '#438d75', '#2c7260', '#225c4d', '#1a493e', '#102f28',
];
const apricot: MantineColorsTuple = [
  '#fdf4e7', '#f9e5c8', '#f2cd97', '#eab467', '#de983a', '#c67c22', '#9f5d12', '#804a0f', '#64390c', '#462808',
];
const brick: MantineColorsTuple = [
  '#fcf0ed', '#f8dcd5', '#efb9ad', '#e39485', '#d4705d', '#bf4f3b', '#a33c2a', '#842f20', '#662519', '#481a12',
];
const slate: MantineColorsTuple = [
  '#eff3f7', '#dce5ee', '#bbcbdd', '#95adc7', '#708eb0', '#527298', '#405c7f', '#334a66', '#27394f', '#1a2736',
];
const plum: MantineColorsTuple = [
  '#f6f1f7', '#eaddec', '#d4bcd8', '#ba97c1', '#9f73a8', '#84558e', '#6b4275', '#55345d', '#412748', '#2c1a31',
];
/** Warm greys. */
const gray: MantineColorsTuple = [
  '#faf9f7', '#f3f2ee', '#e9e7e1', '#dbd8d0', '#c4c0b6', '#a29d92', '#7b766b', '#5d594f', '#3c3933', '#24221e',
];
const dark: MantineColorsTuple = [
  '#e8e6df', '#c6c3ba', '#a9a69c', '#737068', '#45443f', '#373632', '#2a2b28', '#1f201e', '#181a18', '#111312',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 6, dark: 5 },
  colors: { pine, apricot, brick, slate, plum, gray, dark, green: pine, red: brick, yellow: apricot, blue: slate },
  white: '#ffffff',
  black: '#1f1e1a',
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.84375rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.84375rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '7px', md: '10px', lg: '14px', xl: '22px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '36px' },
  shadows: {
    xs: '0 1px 2px rgba(30, 26, 16, 0.05)',
    sm: '0 1px 3px rgba(30, 26, 16, 0.07), 0 1px 2px rgba(30, 26, 16, 0.04)',
    md: '0 6px 20px -6px rgba(30, 26, 16, 0.16), 0 2px 6px rgba(30, 26, 16, 0.05)',
    lg: '0 18px 48px -14px rgba(30, 26, 16, 0.26)',
  },
  components: {
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'lg', shadow: 'xs' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 570 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', size: 'md' },
      styles: { label: { textTransform: 'none', fontWeight: 560, letterSpacing: 0 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.4, blur: 2 } },
      styles: { title: { fontWeight: 640, fontSize: '1.0625rem' } },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm', comboboxProps: { shadow: 'md' }, checkIconPosition: 'right' } }),
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--rb-rail-width': '228px',
    '--rb-ease': 'cubic-bezier(0.2, 0.8, 0.2, 1)',
  },
  light: {
    '--mantine-color-body': '#f6f5f2',
    '--mantine-color-text': '#211f1b',
    '--mantine-color-dimmed': '#635e54',
    '--mantine-color-default-border': '#e1ded6',
    '--mantine-color-placeholder': '#7b756a',
    '--mantine-color-anchor': pine[7],
    '--mantine-color-error': brick[6],
    '--rb-surface': '#ffffff',
    '--rb-sunken': '#f1f0eb',
    '--rb-hover': '#f5f4f0',
    '--rb-line': '#e6e3dc',
    '--rb-line-strong': '#d2cec4',
    '--rb-rail': '#17382f',
    '--rb-rail-ink': '#dbe7e0',
    '--rb-rail-dim': '#9dbbae',
    '--rb-rail-active': '#25503f',
    '--rb-rail-hover': '#1e453a',
    '--rb-rail-mark': '#f0b562',
    '--rb-pine': pine[6],
    '--rb-pine-soft': '#e6f1ec',
    '--rb-pine-ink': '#1a493e',
    '--rb-apricot': '#d08a2c',
    '--rb-apricot-soft': '#fcf1df',
    '--rb-apricot-ink': '#74430d',
    '--rb-brick': '#bf4f3b',
    '--rb-brick-soft': '#fbece8',
    '--rb-brick-ink': '#842f20',
    '--rb-slate': '#527298',
    '--rb-slate-soft': '#ecf1f6',
    '--rb-slate-ink': '#334a66',
    '--rb-plum': '#84558e',
    '--rb-plum-soft': '#f4eef6',
    '--rb-plum-ink': '#55345d',
    '--rb-bar': '#d8d3c7',
    '--rb-phone-case': '#23211d',
    '--rb-phone-screen': '#ffffff',
    '--rb-bubble-in': '#ecebe6',
    '--rb-bubble-out': '#2c7260',
    '--rb-bubble-out-ink': '#ffffff',
    '--rb-bubble-staff': '#405c7f',
  },
  dark: {
    '--mantine-color-body': '#161816',
    '--mantine-color-text': '#e8e6df',
    '--mantine-color-dimmed': '#aba79d',
    '--mantine-color-default-border': '#3a3a36',
    '--mantine-color-placeholder': '#938f85',
    '--mantine-color-anchor': pine[3],
    '--mantine-color-error': brick[3],
    '--rb-surface': '#1e201e',
    '--rb-sunken': '#191b19',
    '--rb-hover': '#252724',
    '--rb-line': '#31332f',
    '--rb-line-strong': '#494a45',
    '--rb-rail': '#111412',
    '--rb-rail-ink': '#d7dfd9',
    '--rb-rail-dim': '#93a39a',
    '--rb-rail-active': '#203129',
    '--rb-rail-hover': '#1a231e',
    '--rb-rail-mark': '#eab467',
    '--rb-pine': pine[4],
    '--rb-pine-soft': '#1c302a',
    '--rb-pine-ink': '#a5d3c2',
    '--rb-apricot': '#d9993f',
    '--rb-apricot-soft': '#33281a',
    '--rb-apricot-ink': '#efc684',
    '--rb-brick': '#d4705d',
    '--rb-brick-soft': '#37221e',
    '--rb-brick-ink': '#f0b3a6',
    '--rb-slate': '#7f9cbd',
    '--rb-slate-soft': '#202932',
    '--rb-slate-ink': '#b7cbe0',
    '--rb-plum': '#a97fb1',
    '--rb-plum-soft': '#2c2330',
    '--rb-plum-ink': '#d8bfdd',
    '--rb-bar': '#43443f',
    '--rb-phone-case': '#050605',
    '--rb-phone-screen': '#1b1d1b',
    '--rb-bubble-in': '#2f312e',
    '--rb-bubble-out': '#2a6a59',
    '--rb-bubble-out-ink': '#f2f7f4',
    '--rb-bubble-staff': '#3b5674',
  },
});
