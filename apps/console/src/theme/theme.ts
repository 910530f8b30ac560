import { Checkbox, Combobox, Input, Menu, Portal, SegmentedControl, Switch, Tooltip, createTheme } from '@mantine/core';
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
      classNames: { inner: classes.box, input: classes.checkbox, label: classes.boxLabel },
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'sm', withThumbIndicator: false },
      classNames: { track: classes.switchTrack, label: classes.boxLabel },
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', transitionDuration: 0, withItemsBorders: false },
      classNames: { root: classes.segments, label: classes.segment, indicator: classes.segmentIndicator },
    }),
    Combobox: Combobox.extend({ classNames: { dropdown: classes.dropdown, option: classes.option } }),
    Menu: Menu.extend({
      defaultProps: { position: 'bottom-end', transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false },
      classNames: { dropdown: classes.dropdown, item: classes.menuItem, label: classes.menuLabel },
    }),
    // One landmark holds whatever opens over the page; it stands in index.html.
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
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
