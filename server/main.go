// Lynceus keeps x-ray images and photos of concealments and finds, in a second,
// whether anyone has seen such a hide before.
package main

func main() {}
