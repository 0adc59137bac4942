"""The administrator's sections: models, training, index, backup, device, people. One module a section."""
