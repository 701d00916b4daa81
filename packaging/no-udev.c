// What hwloc asks of libudev, answered with "there is none".
//
// hwloc uses udev for the models of disks and names of NUMA memory alone, which plimsoll does not read, and goes on without
// it where udev_new() gives nothing. With these the portable program needs no libudev, which differs between distributions.
// The prototypes are those of libudev(3).

struct udev;
struct udev_device;

struct udev *udev_new(void) { return 0; }
struct udev *udev_unref(struct udev *udev) { return udev; }

struct udev_device *udev_device_new_from_subsystem_sysname(struct udev *udev, const char *subsystem, const char *name) {
  (void)udev, (void)subsystem, (void)name;
  return 0;
}

struct udev_device *udev_device_unref(struct udev_device *device) { return device; }

const char *udev_device_get_property_value(struct udev_device *device, const char *key) {
  (void)device, (void)key;
  return 0;
}
