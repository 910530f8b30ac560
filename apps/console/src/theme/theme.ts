import { Checkbox, Combobox, Input, Menu, Modal, SegmentedControl, Switch, Tooltip, createTheme } from '@mantine/core';
import classes from './theme.module.css';

/** Mantine's components with our measures. Colours are in tokens.css, since a strict style-src rules out generated CSS. */
export const theme = createTheme({
  primaryColor: 'indigo',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' }, classNames: { root: classes.button } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' }, classNames: { root: classes.iconButton } },
    Input: Input.extend({ classNames: { input: classes.input, wrapper: classes.inputWrapper } }),
    Checkbox: Checkbox.extend({
      defaultProps: { size: 'xs' },
      classNames: { input: classes.checkbox, label: classes.boxLabel },
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'sm', withThumbIndicator: false },
      classNames: { track: classes.switchTrack, label: classes.boxLabel },
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', transitionDuration: 0 },
      classNames: { root: classes.segments, label: classes.segment, indicator: classes.segmentIndicator },
    }),
    Combobox: Combobox.extend({ classNames: { dropdown: classes.dropdown, option: classes.option } }),
    Menu: Menu.extend({
      defaultProps: { position: 'bottom-end', transitionProps: { duration: 0 } },
      classNames: { dropdown: classes.dropdown, item: classes.menuItem, label: classes.menuLabel },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        // Locking through the library writes a style element; base.css does it.
        lockScroll: false,
        transitionProps: { duration: 0 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      classNames: {
        content: classes.dialog,
        header: classes.dialogHeader,
        title: classes.dialogTitle,
        body: classes.dialogBody,
        overlay: classes.scrim,
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: false },
      },
      classNames: { tooltip: classes.tooltip },
    }),
  },
});
