// placeholder until the first part lands
