package orders;

import jakarta.persistence.Entity;

@Entity
public class Product extends Named {}
