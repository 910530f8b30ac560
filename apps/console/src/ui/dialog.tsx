import { Modal } from '@mantine/core';
import { type ReactNode } from 'react';
import classes from './dialog.module.css';

interface Props {
  /** Said by the dialog's own heading; a dialog without one is named by `label`. */
  title?: string;
  label?: string;
  size?: 'md' | 'lg';
  /** False: neither Escape nor a click beside it closes the dialog; something in it must. */
  dismissible?: boolean;
  /** True: the content reaches the edges and stands near the top, as a list of results does. */
  bare?: boolean;
  onClose(): void;
  children: ReactNode;
}

const widths = { md: 480, lg: 680 };

/** A dialog over the page. It takes the focus, keeps it, and gives it back. */
export function Dialog({ title, label, size = 'md', dismissible = true, bare = false, onClose, children }: Props) {
  return (
    <Modal.Root
      opened
      // Locking the page's scrolling through the library writes a style element; base.css does it.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content, overlay: classes.scrim, title: classes.title }}
      onClose={onClose}
      closeOnEscape={dismissible}
      closeOnClickOutside={dismissible}
      size={bare ? 560 : widths[size]}
      centered={!bare}
      {...(bare && { yOffset: '12vh' })}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={label}>
        {title !== undefined && (
          <div className={classes.header}>
            <Modal.Title>{title}</Modal.Title>
            {dismissible && <Modal.CloseButton aria-label="Close" />}
          </div>
        )}
        <Modal.Body className={bare ? classes.bare : classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
