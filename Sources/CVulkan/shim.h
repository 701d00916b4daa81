/* Vulkan's types and function pointer types only: the library itself is opened by name in the probe's child. */
#ifndef PLIMSOLL_CVULKAN_H
#define PLIMSOLL_CVULKAN_H
#define VK_NO_PROTOTYPES
#include <vulkan/vulkan.h>
#endif
